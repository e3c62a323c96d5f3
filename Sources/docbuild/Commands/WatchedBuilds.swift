import DocbuildCore
import DocbuildEngine

/// The builds that follow one another while a project is watched. What a change touches is built at once; when nothing has
/// happened for a while then, everything is looked at, since a report of a change knows a file by one of its names only.
struct WatchedBuilds {
  /// What the last build has seen; nil when the next one must look at everything.
  private var earlier: EarlierBuild?
  private var followsChange = true
  /// Whether everything is still to be looked at.
  private var isOpen = false

  /// How long nothing must have happened before everything is looked at, in milliseconds.
  private static let calm: Int32 = 400

  /// One build.
  ///
  /// - Throws: as `buildRound`.
  mutating func round(_ request: BuildRequest, _ run: ProjectRun) throws -> Round {
    var request = request
    request.options.earlier = earlier
    earlier = nil
    isOpen = followsChange
    let round = try buildRound(request, run)
    earlier = round.seen
    return round
  }

  /// Waits for a change that is not one of the builds' own, or until everything is to be looked at.
  ///
  /// - Parameter project: what was built; nil where it could not be opened.
  /// - Throws: as `TreeWatch.wait`.
  mutating func wait(for changes: TreeWatch, in project: Project?) throws -> TreeChanges {
    while true {
      let limit = isOpen ? WatchedBuilds.calm : nil
      var found = try changes.wait(atMost: limit)
      followsChange = limit == nil || !found.isEmpty
      guard followsChange else {
        earlier = nil
        try changes.catchUp()
        return found
      }
      guard let project, let known = earlier else { return found }
      found.paths.removeAll { known.wrote($0, in: project.root) }
      if found.isEmpty { continue }
      earlier = known.after(found, in: project)
      return found
    }
  }
}
