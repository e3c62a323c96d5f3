// A malformed document is an error, never the end of the program.
#define TOML_ASSERT(expression) static_cast<void>(0)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#if !__has_include(<toml++/toml.h>)
#error "toml++ is not installed: run 'apt-get install libtomlplusplus-dev'"
#else
#include <toml++/toml.h>
#endif

#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "CToml.h"

struct docbuild_toml {
  toml::table top;
  std::vector<docbuild_toml_row> rows;
  bool is_sound = false;
  std::string error;
  toml::source_position place{};
};

namespace {

void add(const toml::node &node, const toml::key *key, std::vector<docbuild_toml_row> &rows) {
  docbuild_toml_row row{};
  row.kind = DOCBUILD_TOML_OTHER;
  if (key) {
    row.key = key->str().data();
    row.key_length = key->str().size();
    row.line = key->source().begin.line;
    row.column = key->source().begin.column;
  }
  if (auto table = node.as_table()) {
    row.kind = DOCBUILD_TOML_TABLE;
    row.count = table->size();
    rows.push_back(row);
    for (auto &&[name, value] : *table) add(value, &name, rows);
    return;
  }
  if (auto array = node.as_array()) {
    row.kind = DOCBUILD_TOML_ARRAY;
    row.count = array->size();
    rows.push_back(row);
    for (auto &&value : *array) add(value, nullptr, rows);
    return;
  }
  if (auto text = node.as_string()) {
    row.kind = DOCBUILD_TOML_STRING;
    row.text = text->get().data();
    row.text_length = text->get().size();
  }
  rows.push_back(row);
}

}  // namespace

docbuild_toml *docbuild_toml_parse(const char *text, size_t length) {
  auto document = new (std::nothrow) docbuild_toml;
  if (!document) return nullptr;
  auto result = toml::parse(std::string_view(text, length));
  if (result) {
    document->is_sound = true;
    document->top = std::move(result).table();
    add(document->top, nullptr, document->rows);
  } else {
    document->error = result.error().description();
    document->place = result.error().source().begin;
  }
  return document;
}

void docbuild_toml_free(docbuild_toml *document) { delete document; }

const docbuild_toml_row *docbuild_toml_rows(const docbuild_toml *document, size_t *count) {
  *count = document->rows.size();
  return document->is_sound ? document->rows.data() : nullptr;
}

const char *docbuild_toml_error(const docbuild_toml *document, uint32_t *line, uint32_t *column) {
  *line = document->place.line;
  *column = document->place.column;
  return document->error.c_str();
}
