/* Dictionaries by name: where `-d full` finds its file. */
#ifndef ONTOTAG_FIND_H
#define ONTOTAG_FIND_H

#include "ontotag.h"

/* Turns what was given for a dictionary into its path, which the caller frees. What holds a slash, is "-", or is there as it
 * stands is a path already. A NAME is NAME.otx, else NAME.dict.gz, in the first of these folders that has one: ontotag in
 * $XDG_DATA_HOME (without it, ~/.local/share), /usr/local/share/ontotag, /usr/share/ontotag. ONTO_UNKNOWN where none
 * has, with where was looked. */
onto_status find_dictionary(const char *given, char **path, onto_error *error);

#endif
