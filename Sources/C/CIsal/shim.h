#pragma once
#include <isa-l.h>

/// The level of compression that is used, and the memory that it takes: macros of ISA-L that Swift does not see.
static const uint32_t cisal_level = 3;
static const uint32_t cisal_level_memory = ISAL_DEF_LVL3_DEFAULT;
