/* Word lists from dictionaries/words/, each in one place.
 *
 * A word has roles, one for each use: function.txt has every function word once, and bits tell that "of" is a word
 * of sentences, a filler and so on. The roles of a word in all lists are found together. */
#ifndef ONTOTAG_WORD_LIST_H
#define ONTOTAG_WORD_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bits of the enumerations below; 0: not in that list. */
typedef struct word_roles {
	uint32_t note;
	uint16_t species;
	uint8_t function, kind, status, acid;
} word_roles;

typedef struct listed_word {
	const char *word; /* in small letters */
	uint8_t length;
	word_roles roles;
} listed_word;

typedef enum function_role {
	FUNCTION_SENTENCE = 1,
	FUNCTION_CONJUNCTION = 2,
	FUNCTION_MINOR = 4,
	FUNCTION_FILLER = 8,
	FUNCTION_BEHIND = 16,
	FUNCTION_FIXED = 32,
} function_role;

typedef enum kind_role {
	KIND_KIND = 1,
	KIND_REMARK = 2,
	KIND_HARMED = 4,
	KIND_HARM = 8,
	KIND_TITLED = 16,
	KIND_WHOLE = 32,
} kind_role;

typedef enum note_role {
	NOTE_HEADING = 1,
	NOTE_CUE = 2,
	NOTE_BEFORE = 4,
	NOTE_CONNECTOR = 8,
	NOTE_GENE = 16,
	NOTE_ENTRY = 32,
	NOTE_DOSE = 64,
	NOTE_STAGE = 128,
	NOTE_EPISODE = 256,
	NOTE_GENETIC = 512,
	NOTE_ANIMAL = 1024,
	NOTE_HAVING = 2048,
	NOTE_SECTION = 4096,
	NOTE_EXAM = 8192,
	NOTE_RESULT = 16384,
	NOTE_MEDICATED = 32768,
	NOTE_TREATMENT = 65536,
} note_role;

typedef enum status_role {
	STATUS_LEVEL = 1,
	STATUS_SAID = 2,
	STATUS_PLUS = 4,
	STATUS_MINUS = 8,
	STATUS_RESULT = 16,
} status_role;

typedef enum species_role {
	SPECIES_HUMAN = 1,
	SPECIES_MOUSE = 2,
	SPECIES_RAT = 4,
	SPECIES_FLY = 8,
	SPECIES_YEAST = 16,
	SPECIES_WORM = 32,
	SPECIES_FISH = 64,
	SPECIES_BIRD = 128,
	SPECIES_FROG = 256,
	SPECIES_MAMMAL = 512,
	SPECIES_PLANT = 1024,
	SPECIES_BACTERIUM = 2048,
	SPECIES_VIRUS = 4096,
} species_role;

/* Amino acids, and their codes of three letters. */
typedef enum acid_role {
	ACID_NAME = 1,
	ACID_CODE = 2,
} acid_role;

/* All words with roles, sorted by bytes. The first is no word, and has none. */
extern const listed_word listed_words[];
extern const size_t listed_word_count;

/* The number of a word in that list; 0: it is not there. */
uint16_t word_list_find(const char *word, size_t length);

/* The roles of a word. */
word_roles word_list_roles(const char *word, size_t length);

/* The same, case ignored. A word of a text has them in the word cache (match/word_cache.h). */
word_roles word_list_roles_folded(const char *word, size_t length);

/* Words of English, rarer ones too, that symbols spell: palm, star. In small letters. */
bool word_list_is_spelt(const char *word);

/* Words of everyday English that are names of other types than disease, drug and marker. In small letters. */
bool word_list_is_ordinary(const char *word);

/* Words of everyday English, and names that state only a kind, in small letters. */
bool word_list_is_everyday(const char *word);
bool word_list_is_generic(const char *name);

/* True for what stands where there is no name: none, unknown, n a. In small letters. */
bool word_list_is_placeholder(const char *term);

/* The lines of equivalents.txt: see build/equivalents.h. */
extern const char *const word_list_equivalents[];
extern const size_t word_list_equivalent_count;

/* The lines of antonyms.txt: see text/opposites.h. */
extern const char *const word_list_antonyms[];
extern const size_t word_list_antonym_count;

#endif
