#ifndef DOCBUILD_CMARKGFM_SHIM_H
#define DOCBUILD_CMARKGFM_SHIM_H

// GitHub's libcmark, for the server of pages alone: its symbols are those of libcmark, and no program can have both.
#if !__has_include(<cmark-gfm-core-extensions.h>)
#error \
    "libcmark-gfm is not installed: run 'apt-get install libcmark-gfm-dev libcmark-gfm-extensions-dev'"
#else
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#endif

#endif
