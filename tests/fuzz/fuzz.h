/* What a fuzzer gives: libFuzzer's own entry point. It aborts where something does not hold. */
#ifndef ONTOTAG_TESTS_FUZZ_H
#define ONTOTAG_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
