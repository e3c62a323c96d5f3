#ifndef DOCBUILD_CCMARK_SHIM_H
#define DOCBUILD_CCMARK_SHIM_H

// libcmark's header is its manual; this shim only turns its absence into one clear line.
#if !__has_include(<cmark.h>)
#error "libcmark is not installed: run 'apt-get install libcmark-dev'"
#else
#include <cmark.h>
#endif

#endif
