/* Lists the rules and weights of the library as rows for tools/rules: rule, room, name, types, description; weight,
 * room, name, value, meaning, source. */
#include <stdio.h>

#include "build/rules.h"
#include "match/rules.h"
#include "normalize/weights.h"
#include "resolve/rules.h"
#include "resolve/weights.h"
#include "text/rules.h"
#include "variants/rules.h"

#define PUT(room, name, types, says)          printf("rule\t" room "\t%s\t%s\t%s\n", #name, #types, says);
#define PUT_SAYING(name, types, says)         PUT(ROOM, name, types, says)
#define PUT_CONDITION(name, types, condition) PUT(ROOM, name, types, #condition)

int main(void)
{
#define ROOM "resolve"
	PLACE_RULES(PUT_CONDITION)
	TYPE_RULES(PUT_CONDITION)
	READING_RULES(PUT_CONDITION)
	DETAIL_RULES(PUT_SAYING)
#undef ROOM
#define ROOM "match"
	MATCH_RULES(PUT_SAYING)
#undef ROOM
#define ROOM "variants"
	ABBREVIATION_RULES(PUT_SAYING)
	COORDINATION_RULES(PUT_SAYING)
	GREEK_RULES(PUT_SAYING)
	ORDER_RULES(PUT_SAYING)
#undef ROOM
#define ROOM "build"
	BUILD_RULES(PUT_SAYING)
#undef ROOM
#define ROOM "text"
	TEXT_RULES(PUT_SAYING)
#undef ROOM
#define PUT_WEIGHT(name, value, meaning, source) \
	printf("weight\tresolve\t%s\t%g\t%s\t%s\n", #name, (double)name, meaning, source);
	RESOLVE_WEIGHTS(PUT_WEIGHT)
#define PUT_TYPED_WEIGHT(name, type, value, meaning, source) \
	printf("weight\tnormalize\t%s\t%g\t%s\t%s\n", #name, (double)name, meaning, source);
	NORMALIZE_WEIGHTS(PUT_TYPED_WEIGHT)
	return 0;
}
