import DocbuildCore
import Synchronization

/// What git and the project's files say of links; each is asked once, when the first page needs it.
final class ProjectFacts: Sendable {
  private let project: Project
  private let interrupt: Interrupt
  private let documents: DocumentTable

  private struct Known {
    var ignored: IgnoredFiles?
    var urls: RepositoryURLs?
    var files: [RootPath]?
  }

  private let known = Mutex(Known())

  init(_ project: Project, documents: DocumentTable, _ interrupt: Interrupt) {
    self.project = project
    self.documents = documents
    self.interrupt = interrupt
  }

  /// Whether git ignores what is there, unless docbuild builds it.
  func isIgnored(_ path: RootPath) -> Bool {
    let ignored = known.withLock { known in
      let found = known.ignored ?? IgnoredFiles(of: project, interrupt)
      known.ignored = found
      return found
    }
    return ignored.hold(path) && documents.index(making: path) == nil
  }

  /// URLs of the repository itself.
  var urls: RepositoryURLs {
    known.withLock { known in
      let found =
        known.urls
        ?? RepositoryURLs(
          of: project, named: project.configuration.check.repository, interrupt)
      known.urls = found
      return found
    }
  }

  /// The project's files; none where they can't be listed.
  var files: [RootPath] {
    known.withLock { known in
      let found =
        known.files
        ?? (try? ProjectDocuments.files(of: project, endings: [[]], interrupt)) ?? []
      known.files = found
      return found
    }
  }
}
