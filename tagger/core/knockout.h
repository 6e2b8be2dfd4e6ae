/* Rules and weights that can be removed one at a time, to measure each.
 *
 *     RULE(NAME, condition)   the condition; never true where the rule is knocked out
 *     WEIGHT(NAME)            the weight
 *
 * Only a build with -DONTOTAG_KNOCKOUT=ON does so: ONTOTAG_KNOCKOUT=NAME in its environment removes a rule,
 * NAME=VALUE sets a weight (tools/rules). In any other build a rule is its condition and a weight is a constant.
 *
 * The names stand in rules.h and weights.h of each room. A name in no table does not compile. */
#ifndef ONTOTAG_KNOCKOUT_H
#define ONTOTAG_KNOCKOUT_H

#include <stdbool.h>

#ifdef ONTOTAG_KNOCKOUT

bool knockout_rule(const char *name);
double knockout_weight(const char *name, double value);

/* Sets what the environment would, for tests. NULL: nothing is knocked out. */
void knockout_set(const char *what);

#define RULE(name, condition) (sizeof(char[RULE_##name + 1]) && !knockout_rule(#name) && (condition))
#define WEIGHT(name)          ((__typeof__(name))knockout_weight(#name, name))

#else

#define RULE(name, condition) (sizeof(char[RULE_##name + 1]) && (condition))
#define WEIGHT(name)          name

#endif

#define RULE_NAME(name, types, says) RULE_##name,

#endif
