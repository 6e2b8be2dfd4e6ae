/* The annotation.conf that fits what `ontotag tag -o brat` writes. */
#ifndef ONTOTAG_BRAT_CONFIG_H
#define ONTOTAG_BRAT_CONFIG_H

#include <stdio.h>

void brat_config_print(FILE *out);

#endif
