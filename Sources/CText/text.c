#include "CText.h"

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
