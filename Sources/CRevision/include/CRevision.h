#ifndef DOCBUILD_CREVISION_H
#define DOCBUILD_CREVISION_H

/// The commit that the program was built from and that commit's date, as in "1a2b3c4d5e6f 2026-11-26", with "changed" behind
/// them where the sources were no longer those of the commit; empty when it was not built by scripts/build from git. Never the
/// time of the build: the same commit gives the same program.
const char *_Nonnull docbuild_revision(void);

#endif
