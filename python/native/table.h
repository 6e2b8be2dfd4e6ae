/* Tables of mentions as Python objects. */
#ifndef ONTOTAG_NATIVE_TABLE_H
#define ONTOTAG_NATIVE_TABLE_H

#include "job.h"

/* A Python object of a table, which it takes over, also where it fails. */
PyObject *table_object(table *shared);

#endif
