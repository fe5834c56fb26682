#pragma once
#include <stddef.h>
#include <stdint.h>

/// One file of the repository that is compiled into the program, so that a moved binary needs no folder beside it.
typedef struct {
  const char *path;     ///< repository path below the folder it was embedded from, for example "rules/KOV-001-x.yaml"
  const uint8_t *bytes; ///< not NUL-terminated
  size_t length;
} cembedded_file;

/// All embedded files, sorted by path. The list is written by scripts/embed-files and checked by a test.
const cembedded_file *cembedded_files(size_t *count);
