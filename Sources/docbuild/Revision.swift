import CRevision
import DocbuildEngine

/// What `--version` prints: the version and, where the program was built from git, the commit and its date, as in
/// "docbuild 0.2.0 (1a2b3c4d5e6f, 2026-11-26)".
func versionText(_ revision: String = String(cString: docbuild_revision())) -> String {
  let parts = revision.split(separator: " ").joined(separator: ", ")
  return "docbuild \(docbuildVersion)" + (parts.isEmpty ? "" : " (\(parts))")
}
