#ifndef DOCBUILD_CRUNTIME_H
#define DOCBUILD_CRUNTIME_H

/// Stands for the function of Swift's runtime that looks for the program which prints backtraces, and finds none. The runtime
/// asks at each start, looks beside the program by /proc, and ends the process where that is not mounted.
///
/// swift/stdlib/public/runtime/Paths.cpp: https://github.com/swiftlang/swift
char *_Nullable swift_copyAuxiliaryExecutablePath(const char *_Nonnull name);

#endif
