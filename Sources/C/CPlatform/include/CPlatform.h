#pragma once
#include <stddef.h>
#include <stdint.h>

/// Offset of the first occurrence of `needle` in `haystack`, or -1. `memmem` is a GNU extension that Swift does not see.
ptrdiff_t cplatform_find(const void *haystack, size_t haystackLength, const void *needle, size_t needleLength);

/// Offset of the first byte equal to `byte`, or -1.
ptrdiff_t cplatform_find_byte(const void *haystack, size_t length, uint8_t byte);

/// From now on freed blocks of at least `blockSize` bytes go back to the system at once instead of being kept for later:
/// slower, but the process is never larger than what it holds. Swift does not see `mallopt`.
void cplatform_give_back_memory(size_t blockSize);
