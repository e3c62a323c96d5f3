import DocbuildCore

extension Project {
  /// Warnings of the patterns of `templates` and `in-place` that fit none of the project's files, in order: whoever wrote them
  /// believes that documents are looked at which are not.
  ///
  /// - Parameter files: all of the project's files.
  func patternsOfNothing(among files: [RootPath]) -> [Diagnostic] {
    guard configuration.templates != nil || configuration.inPlace != nil else { return [] }
    let known = files.filter { !rules.leavesOut($0) }
    let paths = ByteKeys(capacity: known.count)
    for path in known { _ = paths.add(path) }
    func fits(_ pattern: String) -> Bool {
      let glob = Glob(pattern)
      return glob.path.map { paths.find($0) >= 0 } ?? known.contains { glob.matches($0.bytes) }
    }
    let keys = [("templates", configuration.templates), ("in-place", configuration.inPlace)]
    return keys.flatMap { key, patterns in
      (patterns ?? []).filter { !fits($0) }.map { pattern in
        var problem = Diagnostic(
          .noEffect, "'\(pattern)' in '\(key)' fits no file of the project",
          at: configuration.place(ofPatterns: key)
            ?? Place(file: name(of: Configuration.name).text),
          notes: [.init("leave it out, or write what the files are called")])
        problem.severity = .warning
        return problem
      }
    }
  }
}
