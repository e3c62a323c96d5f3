import DocbuildCore
import Glibc

extension Project {
  /// The path of a program that is installed with docbuild: beside it, else where programs are looked for. What lies in the work
  /// tree is taken only beside docbuild itself, as in a virtual environment, and only where git does not track it: what git
  /// tracks came with the checkout.
  ///
  /// - Returns: nil where there is none.
  package func installedProgram(_ name: String, _ interrupt: Interrupt) -> String? {
    if let own = environment.programFolder {
      let path = own.joined(Bytes(name.utf8))
      if path.withCString({ access($0, X_OK) }) == 0, !path.isFolder {
        if !path.leads(through: root.path.wholeTree) { return path.text }
        if let below = path.bytes.below(root.path.bytes), isUntracked(below, interrupt) {
          return path.text
        }
      }
    }
    return program(name)
  }

  private func isUntracked(_ path: Bytes, _ interrupt: Interrupt) -> Bool {
    guard case .success(let git) = Git.around(self, interrupt),
      case .success(let done) = git.run(
        ["ls-files", "-z", "--", path.text], in: root.path)
    else { return false }
    return done.status == 0 && done.output.isEmpty
  }
}
