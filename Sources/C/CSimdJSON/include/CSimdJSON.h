#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// Version of the simdjson library this program was built with, for `version`.
const char *csimdjson_version(void);

/// What a node of a flat tree is.
enum {
  CSIMDJSON_NULL = 0,
  /// A number or a boolean: the text as written.
  CSIMDJSON_BARE = 1,
  CSIMDJSON_STRING = 2,
  CSIMDJSON_MAP = 3,
  CSIMDJSON_LIST = 4,
};

/// One value of a document. Nodes lie in document order: a container's children follow it, and `end` is the index just
/// after its last descendant, so that it is also where the next sibling begins. Texts are ranges of one buffer.
typedef struct {
  uint32_t key;
  uint32_t keyLength;
  uint32_t text;
  uint32_t textLength;
  uint32_t end;
  uint32_t kind;
} csimdjson_node;

/// How reading a document ended.
enum {
  CSIMDJSON_OK = 0,
  CSIMDJSON_MALFORMED = 1,
  /// More nodes than there was room for: call again with more.
  CSIMDJSON_NODES_FULL = 2,
  CSIMDJSON_TOO_DEEP = 3,
  CSIMDJSON_BAD_UTF8 = 4,
  CSIMDJSON_NO_MEMORY = 5,
};

/// A reusable parser; keeps its memory between documents.
typedef struct csimdjson_parser csimdjson_parser;

csimdjson_parser *csimdjson_parser_new(void);
void csimdjson_parser_free(csimdjson_parser *parser);

/// Bytes that must be readable behind a document.
size_t csimdjson_padding(void);

/// Reads one JSON object or array, `length` bytes at the start of `buffer`, into `nodes`.
///
/// The input may be hostile. `buffer` must have room for `length` + padding + `length` bytes: texts with escapes are
/// written decoded behind the padding, all others stay where they are. Numbers keep their text. Returns one of the codes
/// above; `count` is set on success.
int csimdjson_read(
  csimdjson_parser *parser, uint8_t *buffer, size_t length, uint32_t maxDepth, csimdjson_node *nodes, size_t capacity,
  size_t *count);

#ifdef __cplusplus
}
#endif
