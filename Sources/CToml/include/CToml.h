#ifndef DOCBUILD_CTOML_H
#define DOCBUILD_CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a value is; the kinds that nobody asks for are one.
typedef enum docbuild_toml_kind {
  DOCBUILD_TOML_TABLE,
  DOCBUILD_TOML_ARRAY,
  DOCBUILD_TOML_STRING,
  DOCBUILD_TOML_OTHER,
} docbuild_toml_kind;

/// A value of a document. Those of a table or an array follow it, each with all that is in it, as a tree is
/// written by its nodes before their children.
typedef struct docbuild_toml_row {
  docbuild_toml_kind kind;
  /// How many values the table or the array has.
  size_t count;
  /// The key in the table that holds it, as text; NULL in an array and at the top.
  const char *_Nullable key;
  size_t key_length;
  /// Where the key stands, both from 1, the column in code points; 0 without a key.
  uint32_t line;
  uint32_t column;
  /// A string's text, which may hold NUL bytes; NULL for others.
  const char *_Nullable text;
  size_t text_length;
} docbuild_toml_row;

/// A document as toml++ (https://marzer.github.io/tomlplusplus/) parsed it, or what is wrong with it.
typedef struct docbuild_toml docbuild_toml;

/// Parses `length` bytes of UTF-8 as TOML 1.0.
///
/// Tables within tables cost stack, by which the caller bounds the parts of keys; arrays and inline tables are bounded
/// by toml++. NULL without memory.
docbuild_toml *_Nullable docbuild_toml_parse(const char *_Nonnull text, size_t length);

void docbuild_toml_free(docbuild_toml *_Nonnull document);

/// All values, the top first; NULL when the text is not TOML.
const docbuild_toml_row *_Nullable docbuild_toml_rows(
    const docbuild_toml *_Nonnull document, size_t *_Nonnull count);

/// What is wrong, ended by NUL, and where, both from 1, the column in code points.
const char *_Nonnull docbuild_toml_error(
    const docbuild_toml *_Nonnull document, uint32_t *_Nonnull line, uint32_t *_Nonnull column);

#ifdef __cplusplus
}
#endif

#endif
