#ifndef DOCBUILD_CTEXT_H
#define DOCBUILD_CTEXT_H

#include <stddef.h>
#include <stdint.h>

/// How many of the `count` bytes at `bytes` are `byte`; a loop that C compilers vectorise.
size_t docbuild_count(const uint8_t *_Nullable bytes, size_t count, uint8_t byte);

/// Where, from `from` on, one of the words stands that every mark of a region holds; `count` when none does.
size_t docbuild_find_mark(const uint8_t *_Nullable bytes, size_t count, size_t from);

#endif
