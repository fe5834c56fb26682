#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Mixes `count` blocks of 64 bytes into the state (FIPS 180-4, 6.2.2).
void csha256_compress(uint32_t state[8], const void *blocks, size_t count);

/// Whether the processor has instructions for it; without them a byte costs five to eight times as much.
bool csha256_is_accelerated(void);
