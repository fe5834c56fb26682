#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// Version of the simdjson library this program was built with, for `version`.
const char *csimdjson_version(void);

/// What a walk over one JSON value calls, in the order of the text. Text is UTF-8 and dies with the call.
typedef struct {
  void *context;
  void (*begin_map)(void *context);
  void (*end_map)(void *context);
  void (*begin_sequence)(void *context);
  void (*end_sequence)(void *context);
  /// Answers nonzero to have the value of this key left out.
  int (*key)(void *context, const char *text, size_t length);
  /// Numbers and booleans as text; null has a length of 0 and no text.
  void (*scalar)(void *context, const char *text, size_t length);
} csimdjson_visitor;

/// A parser that keeps its memory from value to value. Not for two threads at once.
typedef struct csimdjson_parser csimdjson_parser;

/// A new parser for values of up to `limit` bytes, or NULL without memory.
csimdjson_parser *csimdjson_parser_new(size_t limit);
void csimdjson_parser_free(csimdjson_parser *parser);

/// Parses one value and walks it. 0, or simdjson's error code; nothing was called if it is not 0.
int csimdjson_walk(csimdjson_parser *parser, const uint8_t *bytes, size_t length, const csimdjson_visitor *visitor);

#ifdef __cplusplus
}
#endif
