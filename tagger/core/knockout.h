/* Rules and weights that can be taken out one at a time, to see what each is worth.
 *
 *     RULE(NAME, condition)   the condition; never true where the rule is knocked out
 *     WEIGHT(NAME)            the weight
 *
 * Only a build with -DONTOTAG_KNOCKOUT=ON asks: ONTOTAG_KNOCKOUT=NAME in its environment takes a rule out, NAME=VALUE gives a
 * weight another value (tools/rules). In all others a rule is its condition and a weight a constant.
 *
 * The names stand in a table of each room, rules.h and weights.h, and a name that is in no table does not compile. */
#ifndef ONTOTAG_KNOCKOUT_H
#define ONTOTAG_KNOCKOUT_H

#include <stdbool.h>

#ifdef ONTOTAG_KNOCKOUT

bool knockout_rule(const char *name);
double knockout_weight(const char *name, double value);

/* The same as the environment says, for tests; NULL: nothing is out. */
void knockout_set(const char *what);

#define RULE(name, condition) (sizeof(char[RULE_##name + 1]) && !knockout_rule(#name) && (condition))
#define WEIGHT(name) ((__typeof__(name))knockout_weight(#name, name))

#else

#define RULE(name, condition) (sizeof(char[RULE_##name + 1]) && (condition))
#define WEIGHT(name) name

#endif

#define RULE_NAME(name, types, says) RULE_##name,

#endif
