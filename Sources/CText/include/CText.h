#ifndef DOCBUILD_CTEXT_H
#define DOCBUILD_CTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How many of the `count` bytes at `bytes` are `byte`; a loop that C compilers vectorise.
size_t docbuild_count(const uint8_t *_Nullable bytes, size_t count, uint8_t byte);

/// Where, from `from` on, one of the words stands that every mark of a region holds; `count` when none does.
size_t docbuild_find_mark(const uint8_t *_Nullable bytes, size_t count, size_t from);

/// Where, from `from` on, the next byte stands that may begin or end an inline of Markdown: one of \ ` < ! [ ]; `count` when
/// none does.
size_t docbuild_find_inline(const uint8_t *_Nullable bytes, size_t count, size_t from);

/// Whether the `length` bytes at `text` stand somewhere among them.
bool docbuild_holds(
    const uint8_t *_Nullable bytes, size_t count, const uint8_t *_Nonnull text, size_t length);

/// What tells the text of a line from others: white space at its ends does not count. 0 for a blank line.
uint64_t docbuild_line_hash(const uint8_t *_Nullable bytes, size_t count);

/// A line that may be one of those looked for.
struct docbuild_line {
  uint64_t hash;
  /// From 0.
  uint32_t number;
};

/// How far a text has been read, line by line.
struct docbuild_line_scan {
  const uint8_t *_Nullable bytes;
  size_t count;
  /// Where the next line starts, and its number.
  size_t at;
  uint32_t number;
  /// A bit for each value that the low bits of a hash may have; `mask` is their count less one.
  const uint64_t *_Nonnull filter;
  uint64_t mask;
};

/// Reads on until `room` lines are found whose bits are set, or the text ends; how many were found. Lines longer than
/// 1,000 bytes are passed over.
size_t docbuild_scan_lines(
    struct docbuild_line_scan *_Nonnull scan, struct docbuild_line *_Nonnull found, size_t room);

#endif
