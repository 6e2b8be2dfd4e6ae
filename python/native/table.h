/* Tables of mentions as Python objects. */
#ifndef ONTOTAG_NATIVE_TABLE_H
#define ONTOTAG_NATIVE_TABLE_H

#include "job.h"

/* Wraps a table in a Python object and takes ownership of it, also on failure. */
PyObject *table_object(table *shared);

#endif
