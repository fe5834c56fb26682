#include "CSimdJSON.h"
#include <cinttypes>
#include <cstdio>
#include <new>
#include <simdjson.h>

#define STRINGIFY_(x) #x
#define STRINGIFY(x) STRINGIFY_(x)

using namespace simdjson;

struct csimdjson_parser {
  dom::parser parser;
  explicit csimdjson_parser(size_t limit) : parser(limit) {}
};

namespace {
// simdjson refuses nesting deeper than its own limit (1024) before this recursion starts.
void walk(const dom::element &value, const csimdjson_visitor *v) {
  char number[40];
  switch (value.type()) {
  case dom::element_type::OBJECT:
    v->begin_map(v->context);
    for (auto field : dom::object(value.get_object().value_unsafe())) {
      if (v->key(v->context, field.key.data(), field.key.size()) == 0) walk(field.value, v);
    }
    v->end_map(v->context);
    break;
  case dom::element_type::ARRAY:
    v->begin_sequence(v->context);
    for (dom::element item : dom::array(value.get_array().value_unsafe())) walk(item, v);
    v->end_sequence(v->context);
    break;
  case dom::element_type::STRING: {
    std::string_view text = value.get_string().value_unsafe();
    v->scalar(v->context, text.data(), text.size());
    break;
  }
  case dom::element_type::INT64:
    v->scalar(v->context, number, size_t(snprintf(number, sizeof number, "%" PRId64, value.get_int64().value_unsafe())));
    break;
  case dom::element_type::UINT64:
    v->scalar(v->context, number, size_t(snprintf(number, sizeof number, "%" PRIu64, value.get_uint64().value_unsafe())));
    break;
  case dom::element_type::DOUBLE:
    v->scalar(v->context, number, size_t(snprintf(number, sizeof number, "%.15g", value.get_double().value_unsafe())));
    break;
  case dom::element_type::BOOL:
    if (value.get_bool().value_unsafe()) v->scalar(v->context, "true", 4);
    else v->scalar(v->context, "false", 5);
    break;
  default: v->scalar(v->context, nullptr, 0);
  }
}
} // namespace

extern "C" const char *csimdjson_version(void) { return STRINGIFY(SIMDJSON_VERSION); }

extern "C" csimdjson_parser *csimdjson_parser_new(size_t limit) { return new (std::nothrow) csimdjson_parser(limit); }

extern "C" void csimdjson_parser_free(csimdjson_parser *parser) { delete parser; }

extern "C" int csimdjson_walk(csimdjson_parser *parser, const uint8_t *bytes, size_t length, const csimdjson_visitor *visitor) {
  dom::element root;
  // The bytes have no padding behind them, so simdjson copies them into a buffer of its own that has.
  error_code error = parser->parser.parse(bytes, length, true).get(root);
  if (error) return int(error);
  walk(root, visitor);
  return 0;
}
