#ifndef DOCBUILD_CHASH_H
#define DOCBUILD_CHASH_H

#include <stddef.h>
#include <stdint.h>

/// A SHA-256 in the making (FIPS 180-4), computed by nettle; docbuild_hash_size() bytes of memory hold it.
size_t docbuild_hash_size(void);
void docbuild_hash_begin(void *_Nonnull state);
void docbuild_hash_add(void *_Nonnull state, const void *_Nullable bytes, size_t count);

/// Writes the 20 bytes of the name that git has for a blob: the SHA-1 (FIPS 180-4) of "blob", a space, the count, a NUL
/// and the bytes.
void docbuild_blob_name(const void *_Nullable bytes, size_t count, uint8_t *_Nonnull name);

/// Writes the 32 bytes of the digest.
void docbuild_hash_end(void *_Nonnull state, uint8_t *_Nonnull digest);

#endif
