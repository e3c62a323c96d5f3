#include "CRevision.h"

#ifdef DOCBUILD_REVISED
// Written by scripts/build; it defines DOCBUILD_REVISION.
#include "revision.h"
#else
#define DOCBUILD_REVISION ""
#endif

const char *docbuild_revision(void) { return DOCBUILD_REVISION; }
