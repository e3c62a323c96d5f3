import DocbuildCore

/// What is shown as it was, held against what it is.
extension Loader {
  /// What sources are today that are shown as they were, by the number of the directive; only where that is asked for.
  mutating func today(
    of template: Template, _ lookedUp: [Int: BoundTemplate.Target], _ folders: [Folder]
  ) -> [Int: BoundTemplate.Target] {
    guard reader.project.configuration.checks.asksFor(.behindHead) else { return [:] }
    isComparing = true
    defer { isComparing = false }
    var found: [Int: BoundTemplate.Target] = [:]
    for (index, directive) in template.directives.enumerated() where lookedUp[index] == nil {
      guard var now = directive.ofToday() else { continue }
      if let key = directive.recipe.key {
        switch path(ofKey: key, at: nil) {
        case .success(let path): now = directive.ofToday(at: path.bytes) ?? now
        case .failure(let failure):
          found[index] = .failed(failure.diagnostic(at: now, in: template))
          continue
        }
      }
      found[index] = target(of: now, in: template, folders)
    }
    return found
  }
}
