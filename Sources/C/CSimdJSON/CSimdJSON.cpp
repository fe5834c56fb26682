#include "CSimdJSON.h"
#include <cstring>
#include <new>
#include <simdjson.h>

#define STRINGIFY_(x) #x
#define STRINGIFY(x) STRINGIFY_(x)

using namespace simdjson;

struct csimdjson_parser {
  ondemand::parser parser;
};

namespace {

/// The output of one document: nodes, and the decoded texts behind the input.
struct Writer {
  uint8_t *buffer;
  uint8_t *decoded;
  csimdjson_node *nodes;
  size_t capacity;
  size_t count;
  uint32_t maxDepth;

  csimdjson_node *append() { return count < capacity ? &nodes[count++] : nullptr; }
};

int code(error_code error) {
  switch (error) {
  case SUCCESS: return CSIMDJSON_OK;
  case UTF8_ERROR: return CSIMDJSON_BAD_UTF8;
  case DEPTH_ERROR: return CSIMDJSON_TOO_DEEP;
  case MEMALLOC: return CSIMDJSON_NO_MEMORY;
  default: return CSIMDJSON_MALFORMED;
  }
}

/// Value of four hexadecimal digits, or -1. The padding makes reading four bytes safe.
int hex4(const uint8_t *at) {
  int value = 0;
  for (int i = 0; i < 4; i++) {
    int c = at[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    if (digit < 0) return -1;
    value = value << 4 | digit;
  }
  return value;
}

uint8_t *encode(uint8_t *to, uint32_t scalar) {
  if (scalar < 0x80) {
    *to++ = uint8_t(scalar);
  } else if (scalar < 0x800) {
    *to++ = uint8_t(0xC0 | scalar >> 6);
    *to++ = uint8_t(0x80 | (scalar & 63));
  } else if (scalar < 0x10000) {
    *to++ = uint8_t(0xE0 | scalar >> 12);
    *to++ = uint8_t(0x80 | (scalar >> 6 & 63));
    *to++ = uint8_t(0x80 | (scalar & 63));
  } else {
    *to++ = uint8_t(0xF0 | scalar >> 18);
    *to++ = uint8_t(0x80 | (scalar >> 12 & 63));
    *to++ = uint8_t(0x80 | (scalar >> 6 & 63));
    *to++ = uint8_t(0x80 | (scalar & 63));
  }
  return to;
}

/// Decodes the escape whose backslash is at `from`; a lone surrogate becomes U+FFFD. False if it is no escape.
bool escape(const uint8_t *&from, uint8_t *&to) {
  uint8_t c = from[1];
  from += 2;
  switch (c) {
  case '"': case '\\': case '/': *to++ = c; return true;
  case 'b': *to++ = '\b'; return true;
  case 'f': *to++ = '\f'; return true;
  case 'n': *to++ = '\n'; return true;
  case 'r': *to++ = '\r'; return true;
  case 't': *to++ = '\t'; return true;
  case 'u': break;
  default: return false;
  }
  int first = hex4(from);
  if (first < 0) return false;
  from += 4;
  uint32_t scalar = uint32_t(first);
  if (first >= 0xD800 && first < 0xDC00 && from[0] == '\\' && from[1] == 'u') {
    int second = hex4(from + 2);
    if (second >= 0xDC00 && second < 0xE000) {
      scalar = 0x10000 + (uint32_t(first - 0xD800) << 10) + uint32_t(second - 0xDC00);
      from += 6;
    }
  }
  if (scalar >= 0xD800 && scalar < 0xE000) scalar = 0xFFFD;
  to = encode(to, scalar);
  return true;
}

/// Index of the first `"` or `\` at or after `at`. Stage 1 has proved that the quote comes, and the padding makes the
/// eight-byte loads safe.
const uint8_t *findQuoteOrBackslash(const uint8_t *at) {
  const uint64_t low = 0x0101010101010101ull, high = 0x8080808080808080ull;
  for (;; at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    uint64_t a = word ^ low * '"', b = word ^ low * '\\';
    uint64_t hit = ((a - low) & ~a & high) | ((b - low) & ~b & high);
    if (hit) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
      return at + (__builtin_ctzll(hit) >> 3);
#else
      while (*at != '"' && *at != '\\') at++;
      return at;
#endif
    }
  }
}

/// Range of the string whose text begins at `begin`, decoded if it has escapes.
bool string(Writer &out, const uint8_t *begin, uint32_t &text, uint32_t &length) {
  const uint8_t *at = findQuoteOrBackslash(begin);
  if (*at == '"') {
    text = uint32_t(begin - out.buffer);
    length = uint32_t(at - begin);
    return true;
  }
  uint8_t *start = out.decoded;
  const uint8_t *from = begin;
  for (;;) {
    memcpy(out.decoded, from, size_t(at - from));
    out.decoded += at - from;
    from = at;
    if (*at == '"') break;
    if (!escape(from, out.decoded)) return false;
    at = findQuoteOrBackslash(from);
  }
  text = uint32_t(start - out.buffer);
  length = uint32_t(out.decoded - start);
  return true;
}

/// Length of the JSON number at the start of `token`, 0 if it is none.
size_t number(std::string_view token) {
  size_t i = 0, n = token.size();
  auto digits = [&] {
    size_t begin = i;
    while (i < n && token[i] >= '0' && token[i] <= '9') i++;
    return i > begin;
  };
  if (i < n && token[i] == '-') i++;
  if (i < n && token[i] == '0') i++;
  else if (!digits()) return 0;
  if (i < n && token[i] == '.') {
    i++;
    if (!digits()) return 0;
  }
  if (i < n && (token[i] | 32) == 'e') {
    i++;
    if (i < n && (token[i] == '+' || token[i] == '-')) i++;
    if (!digits()) return 0;
  }
  for (size_t rest = i; rest < n; rest++) {
    char c = token[rest];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return 0;
  }
  return i;
}

int visit(Writer &out, size_t index, ondemand::value value, uint32_t depth);

int visitMap(Writer &out, ondemand::value value, uint32_t depth) {
  ondemand::object object;
  if (auto error = value.get_object().get(object)) return code(error);
  for (auto item : object) {
    ondemand::field field;
    if (auto error = std::move(item).get(field)) return code(error);
    csimdjson_node *node = out.append();
    if (!node) return CSIMDJSON_NODES_FULL;
    size_t index = out.count - 1;
    if (!string(out, reinterpret_cast<const uint8_t *>(field.key().raw()), node->key, node->keyLength)) {
      return CSIMDJSON_MALFORMED;
    }
    if (int error = visit(out, index, field.value(), depth)) return error;
  }
  return CSIMDJSON_OK;
}

int visitList(Writer &out, ondemand::value value, uint32_t depth) {
  ondemand::array array;
  if (auto error = value.get_array().get(array)) return code(error);
  for (auto item : array) {
    ondemand::value element;
    if (auto error = std::move(item).get(element)) return code(error);
    csimdjson_node *node = out.append();
    if (!node) return CSIMDJSON_NODES_FULL;
    node->key = node->keyLength = 0;
    if (int error = visit(out, out.count - 1, element, depth)) return error;
  }
  return CSIMDJSON_OK;
}

int visit(Writer &out, size_t index, ondemand::value value, uint32_t depth) {
  if (depth >= out.maxDepth) return CSIMDJSON_TOO_DEEP;
  csimdjson_node &node = out.nodes[index];
  node.text = node.textLength = 0;
  ondemand::json_type type;
  if (auto error = value.type().get(type)) return code(error);
  int result = CSIMDJSON_OK;
  switch (type) {
  case ondemand::json_type::object:
    node.kind = CSIMDJSON_MAP;
    result = visitMap(out, value, depth + 1);
    break;
  case ondemand::json_type::array:
    node.kind = CSIMDJSON_LIST;
    result = visitList(out, value, depth + 1);
    break;
  case ondemand::json_type::string: {
    node.kind = CSIMDJSON_STRING;
    ondemand::raw_json_string raw;
    if (auto error = value.get_raw_json_string().get(raw)) return code(error);
    if (!string(out, reinterpret_cast<const uint8_t *>(raw.raw()), node.text, node.textLength)) {
      return CSIMDJSON_MALFORMED;
    }
    break;
  }
  case ondemand::json_type::null:
    node.kind = CSIMDJSON_NULL;
    bool isNull;
    if (auto error = value.is_null().get(isNull)) return code(error);
    if (!isNull) return CSIMDJSON_MALFORMED;
    break;
  case ondemand::json_type::boolean:
  case ondemand::json_type::number: {
    // The token is read before anything may consume the value: big integers must not be converted.
    std::string_view token = value.raw_json_token();
    node.kind = CSIMDJSON_BARE;
    node.text = uint32_t(reinterpret_cast<const uint8_t *>(token.data()) - out.buffer);
    if (type == ondemand::json_type::boolean) {
      bool flag;
      if (auto error = value.get_bool().get(flag)) return code(error);
      node.textLength = flag ? 4 : 5;
    } else {
      node.textLength = uint32_t(number(token));
      if (node.textLength == 0) return CSIMDJSON_MALFORMED;
    }
    break;
  }
  }
  // Children may have moved nothing: the array of nodes never grows during a call.
  node.end = uint32_t(out.count);
  return result;
}

} // namespace

extern "C" const char *csimdjson_version(void) { return STRINGIFY(SIMDJSON_VERSION); }

extern "C" csimdjson_parser *csimdjson_parser_new(void) { return new (std::nothrow) csimdjson_parser; }

extern "C" void csimdjson_parser_free(csimdjson_parser *parser) { delete parser; }

extern "C" size_t csimdjson_padding(void) { return SIMDJSON_PADDING; }

extern "C" int csimdjson_read(
  csimdjson_parser *parser, uint8_t *buffer, size_t length, uint32_t maxDepth, csimdjson_node *nodes, size_t capacity,
  size_t *count) {
  if (length > UINT32_MAX / 4 || capacity == 0) return CSIMDJSON_MALFORMED;
  // simdjson counts the levels itself too; two more than ours, so that ours decides.
  if (parser->parser.capacity() < length || parser->parser.max_depth() < maxDepth + 2) {
    size_t wanted = length < 65536 ? 65536 : length;
    if (auto error = parser->parser.allocate(wanted, maxDepth + 2)) return code(error);
  }
  memset(buffer + length, 0, SIMDJSON_PADDING);
  Writer out{buffer, buffer + length + SIMDJSON_PADDING, nodes, capacity, 0, maxDepth};
  ondemand::document document;
  if (auto error = parser->parser.iterate(buffer, length, length + SIMDJSON_PADDING).get(document)) return code(error);
  ondemand::value root;
  if (auto error = document.get_value().get(root)) return code(error);
  csimdjson_node *node = out.append();
  node->key = node->keyLength = 0;
  if (int error = visit(out, 0, root, 0)) return error;
  // Past the last token there is no location any more; anything else means that something follows the value.
  if (document.current_location().error() != OUT_OF_BOUNDS) return CSIMDJSON_MALFORMED;
  *count = out.count;
  return CSIMDJSON_OK;
}
