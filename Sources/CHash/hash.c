#include "CHash.h"

#if !__has_include(<nettle/sha2.h>)
#error "nettle is not installed: run 'apt-get install nettle-dev'"
#else
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#endif

#include <stdio.h>

size_t docbuild_hash_size(void) { return sizeof(struct sha256_ctx); }

void docbuild_hash_begin(void *state) { sha256_init(state); }

void docbuild_hash_add(void *state, const void *bytes, size_t count) {
  if (count) sha256_update(state, count, bytes);
}

void docbuild_hash_end(void *state, uint8_t *digest) {
  sha256_digest(state, SHA256_DIGEST_SIZE, digest);
}

void docbuild_blob_name(const void *bytes, size_t count, uint8_t *name) {
  struct sha1_ctx state;
  char head[32];
  int length = snprintf(head, sizeof head, "blob %zu", count);
  sha1_init(&state);
  // The NUL at its end is part of it.
  sha1_update(&state, (size_t)length + 1, (const uint8_t *)head);
  if (count) sha1_update(&state, count, bytes);
  sha1_digest(&state, SHA1_DIGEST_SIZE, name);
}
