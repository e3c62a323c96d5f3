// For memmem, which is the GNU C library's.
#define _GNU_SOURCE

#include "CText.h"

#include <string.h>

size_t docbuild_count(const uint8_t *bytes, size_t count, uint8_t byte) {
  size_t total = 0;
  // Short stretches are counted in a byte, which keeps all lanes of a vector busy.
  while (count > 0) {
    size_t part = count < 240 ? count : 240;
    uint8_t found = 0;
    for (size_t at = 0; at < part; at++) found += bytes[at] == byte;
    total += found;
    bytes += part;
    count -= part;
  }
  return total;
}

static int has(const uint8_t *bytes, size_t count, size_t at, const char *word) {
  size_t length = strlen(word);
  return length <= count - at && memcmp(bytes + at, word, length) == 0;
}

/// Whether "region" stands there, in letters of either case.
static int has_region(const uint8_t *bytes, size_t count, size_t at) {
  if (count - at < 6) return 0;
  for (size_t next = 0; next < 6; next++) {
    if ((bytes[at + next] | 0x20) != (uint8_t) "region"[next]) return 0;
  }
  return 1;
}

/// Whether `<x` or `</x` stands behind what may be the sign of a comment.
static int has_tag(const uint8_t *bytes, size_t count, size_t at) {
  size_t next = at + 1;
  if (next < count && bytes[next] == '/') next++;
  if (next >= count) return 0;
  uint8_t letter = bytes[next] | 0x20;
  if (!(letter >= 'a' && letter <= 'z') && bytes[next] != '_' && bytes[next] < 0x80) return 0;
  while (at > 0 && (bytes[at - 1] == ' ' || bytes[at - 1] == '\t')) at--;
  return at > 0 && bytes[at - 1] != 0 && strchr("/*#-;%'\"!>:{.@Mm|", bytes[at - 1]) != NULL;
}

/// Whether a tag of Bluehawk's stands there; its snippets are found by their name.
static int has_bluehawk_tag(const uint8_t *bytes, size_t count, size_t at) {
  if (count - at < 6 || bytes[at + 1] < 'e' || bytes[at + 1] > 'u') return 0;
  static const char *const tags[] = {":remove", ":hide",      ":replace",
                                     ":state",  ":uncomment", ":emphasize"};
  for (size_t tag = 0; tag < sizeof tags / sizeof *tags; tag++) {
    if (has(bytes, count, at, tags[tag])) return 1;
  }
  return 0;
}

size_t docbuild_find_mark(const uint8_t *bytes, size_t count, size_t from) {
  for (size_t at = from; at < count; at++) {
    int found = 0;
    switch (bytes[at]) {
      case 'r':
      case 'R': found = has_region(bytes, count, at); break;
      case 'A': found = has(bytes, count, at, "ANCHOR"); break;
      case 't': found = has(bytes, count, at, "tag::"); break;
      case 'e': found = has(bytes, count, at, "end::"); break;
      case 's': found = has(bytes, count, at, "snippet"); break;
      case '[': found = has(bytes, count, at, "[START") || has(bytes, count, at, "[END"); break;
      case '8': found = has(bytes, count, at, "8<"); break;
      case 'd':
        found = has(bytes, count, at, "docs:") || has(bytes, count, at, "docplaster");
        break;
      case '<': found = has_tag(bytes, count, at); break;
      case ':': found = has_bluehawk_tag(bytes, count, at); break;
      default: break;
    }
    if (found) return at;
  }
  return count;
}

size_t docbuild_find_inline(const uint8_t *bytes, size_t count, size_t from) {
  static const uint8_t marks[256] = {
      ['\\'] = 1, ['`'] = 1, ['<'] = 1, ['!'] = 1, ['['] = 1, [']'] = 1};
  size_t at = from;
  while (at < count && !marks[bytes[at]]) at++;
  return at;
}

static int is_margin(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\r'; }

uint64_t docbuild_line_hash(const uint8_t *bytes, size_t count) {
  while (count > 0 && is_margin(bytes[count - 1])) count--;
  while (count > 0 && is_margin(*bytes)) {
    bytes++;
    count--;
  }
  if (count == 0) return 0;
  const uint64_t factor = 0x9E3779B97F4A7C15;
  uint64_t hash = count * factor;
  while (count >= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    hash = (hash ^ word) * factor;
    hash ^= hash >> 29;
    bytes += 8;
    count -= 8;
  }
  uint64_t rest = 0;
  while (count > 0) {
    rest = rest << 8 | *bytes++;
    count--;
  }
  hash = (hash ^ rest) * factor;
  hash ^= hash >> 32;
  return hash == 0 ? 1 : hash;
}

size_t docbuild_scan_lines(
    struct docbuild_line_scan *scan, struct docbuild_line *found, size_t room) {
  size_t total = 0;
  while (scan->at < scan->count && total < room) {
    const uint8_t *line = scan->bytes + scan->at;
    size_t rest = scan->count - scan->at;
    const uint8_t *feed = memchr(line, '\n', rest);
    size_t length = feed == NULL ? rest : (size_t)(feed - line);
    if (length <= 1000) {
      uint64_t hash = docbuild_line_hash(line, length);
      uint64_t bit = hash & scan->mask;
      if (hash != 0 && scan->filter[bit / 64] >> bit % 64 & 1) {
        found[total].hash = hash;
        found[total].number = scan->number;
        total++;
      }
    }
    scan->at += length + 1;
    scan->number++;
  }
  return total;
}

bool docbuild_holds(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length) {
  return count > 0 && memmem(bytes, count, text, length) != NULL;
}
