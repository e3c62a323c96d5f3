import Foundation
import Glibc
import Testing

/// Whether nothing may be skipped: what a test needs and does not find is a failure then.
let everythingIsTested = ProcessInfo.processInfo.environment["DOCBUILD_TESTS"] == "all"

extension Trait where Self == ConditionTrait {
  /// Skips a test where sessions don't find a program.
  static func needs(_ program: String) -> Self {
    .enabled(
      if: everythingIsTested || findInSessions(program) != nil,
      Comment(rawValue: "needs \(program)"))
  }

  /// Skips a test where a file is not there.
  static func needs(file: String) -> Self {
    .enabled(
      if: everythingIsTested || access(file, R_OK) == 0, Comment(rawValue: "needs \(file)"))
  }

  /// Skips a test where the user has no rights over others' files, or over the kernel.
  static var needsRoot: Self { .enabled(if: everythingIsTested || isSuperuser, "needs root") }
}
