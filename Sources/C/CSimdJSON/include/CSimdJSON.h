#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// Version of the simdjson library this program was built with, for `version`.
const char *csimdjson_version(void);

#ifdef __cplusplus
}
#endif
