#include "CHash.h"

#if !__has_include(<nettle/sha2.h>)
#error "nettle is not installed: run 'apt-get install nettle-dev'"
#else
#include <nettle/sha2.h>
#endif

size_t docbuild_hash_size(void) { return sizeof(struct sha256_ctx); }

void docbuild_hash_begin(void *state) { sha256_init(state); }

void docbuild_hash_add(void *state, const void *bytes, size_t count) {
  if (count) sha256_update(state, count, bytes);
}

void docbuild_hash_end(void *state, uint8_t *digest) {
  sha256_digest(state, SHA256_DIGEST_SIZE, digest);
}
