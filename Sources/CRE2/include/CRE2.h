#ifndef DOCBUILD_CRE2_H
#define DOCBUILD_CRE2_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled pattern of RE2 (https://github.com/google/re2/wiki/Syntax): linear time for any text.
typedef struct docbuild_pattern docbuild_pattern;

/// Compiles `length` bytes at `text`.
///
/// With `posix` the syntax is that of POSIX extended expressions with leftmost-longest matches, and `^`
/// and `$` match at line ends, as Go's regexp.CompilePOSIX has it. Returns NULL on a bad pattern, and then
/// writes what is wrong, cut to `capacity` and ended by NUL, to `message`.
docbuild_pattern *_Nullable docbuild_pattern_new(
    const char *_Nonnull text, size_t length, bool posix, char *_Nonnull message, size_t capacity);

void docbuild_pattern_free(docbuild_pattern *_Nonnull pattern);

/// Finds the first match in text[0, length); returns false when there is none, else its half-open range.
bool docbuild_pattern_find(
    const docbuild_pattern *_Nonnull pattern, const char *_Nullable text, size_t length,
    size_t *_Nonnull start, size_t *_Nonnull end);

/// Finds the first match in text[0, length) at or behind `from`, where `^` still means the start of the text; returns false
/// when there is none. `start` and `end` are the match's range, `part_start` and `part_end` that of its first group, or
/// the match's where the pattern has no group or that took no part.
bool docbuild_pattern_find_part(
    const docbuild_pattern *_Nonnull pattern, const char *_Nullable text, size_t length,
    size_t from, size_t *_Nonnull start, size_t *_Nonnull end, size_t *_Nonnull part_start,
    size_t *_Nonnull part_end);

/// Whether text[0, length) has a match anywhere.
bool docbuild_pattern_matches(
    const docbuild_pattern *_Nonnull pattern, const char *_Nullable text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
