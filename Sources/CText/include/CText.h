#ifndef DOCBUILD_CTEXT_H
#define DOCBUILD_CTEXT_H

#include <stddef.h>
#include <stdint.h>

/// How many of the `count` bytes at `bytes` are `byte`; a loop that C compilers vectorise.
size_t docbuild_count(const uint8_t *_Nullable bytes, size_t count, uint8_t byte);

#endif
