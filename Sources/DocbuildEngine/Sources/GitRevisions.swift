import DocbuildCore

/// Reads files as they were at a git revision.
struct GitRevisions {
  let project: Project
  let interrupt: Interrupt

  enum Failure: Error {
    case noRepository
    case toolMissing
    /// In the repository whose work tree is that folder; the root for the one around the project.
    ///
    /// With it comes whether that is shallow, so that it may lack what its origin has.
    case revisionNotFound(RootPath, isShallow: Bool)
    /// The same of a repository that holds no commit yet.
    case noCommit(RootPath)
    /// It lies in a submodule that is not there.
    case submoduleMissing(RootPath)
    case fileNotFound
    case outside
    case refused(String)
    case tooLarge
    /// A partial clone has not fetched it; git would, by this command.
    case notFetched(String)
    case failed(String)
  }

  /// The file at `path` at `revision` of the repository that it lies in; `refuse` is asked about its path once links are
  /// followed.
  func read(
    _ path: RootPath, at revision: Bytes, limit: Int, refuse: (RootPath) -> String?
  ) -> Result<Bytes, Failure> {
    let repository: GitRepository
    let name: RootPath
    switch self.repository(of: path) {
    case .success(let found): (name, repository) = found
    case .failure(let failure): return .failure(failure)
    }
    do throws(Failure) {
      let object: String
      let real: RootPath
      do throws(Failure) {
        (object, real) = try repository.find(name, in: repository.commit(revision))
      } catch {
        throw missingSubmodule(above: path, in: repository, for: error) ?? error
      }
      if let reason = refuse(repository.outer.joined(real)) { throw .refused(reason) }
      guard let bytes = try repository.presentBlob(object, limit: limit) else {
        throw .notFetched(repository.fetching(real, revision))
      }
      return .success(bytes)
    } catch {
      return .failure(error)
    }
  }

  /// Why there is nothing to be read of a file, where that is a submodule that was never fetched.
  private func missingSubmodule(
    above path: RootPath, in repository: GitRepository, for failure: Failure
  ) -> Failure? {
    switch failure {
    case .revisionNotFound, .fileNotFound: break
    default: return nil
    }
    var folder = RootPath.root
    for name in path.folder.components {
      folder = folder.joined(name)
      guard repository.outer.isRoot, repository.headHasSubmodule(at: folder) else { continue }
      // One that is there and is not read says something else.
      let isThere = project.root.path.joined(folder).joined(Bytes(".git".utf8)).isThere
      return isThere ? nil : .submoduleMissing(folder)
    }
    return nil
  }

  /// What stands for the nearest tag.
  static let latestTag = Bytes("latest-tag".utf8)

  /// The nearest tag in the repository that the file at `path` lies in.
  func latestTag(forFile path: RootPath) -> Result<Bytes, Failure> {
    repository(of: path).flatMap { found in
      do throws(Failure) {
        return .success(try found.repository.latestTag())
      } catch {
        return .failure(error)
      }
    }
  }

  /// The commit that a revision names, and what git calls the text that the file at `path` has there;
  /// nil where git can't say.
  func identity(of path: RootPath, at revision: Bytes) -> (commit: String, blob: String)? {
    let (name, nested) = self.nested(path)
    guard let repository = nested ?? (try? around().get()),
      let commit = try? repository.commit(revision),
      let found = try? repository.find(name, in: commit)
    else { return nil }
    return (commit, found.0)
  }

  /// The regular files at `revision` of the repository around the project, in the order of their paths.
  func files(at revision: Bytes) -> Result<[RootPath], Failure> {
    around().flatMap { repository in
      do throws(Failure) {
        return .success(try repository.files(in: repository.commit(revision)))
      } catch {
        return .failure(error)
      }
    }
  }

  /// Those of the files at `revision` that hold `text` and are no binaries, in the order of their paths.
  func files(holding text: Bytes, at revision: Bytes) -> Result<[RootPath], Failure> {
    around().flatMap { repository in
      do throws(Failure) {
        return .success(
          try repository.files(in: repository.commit(revision), holding: text))
      } catch {
        return .failure(error)
      }
    }
  }

  /// What HEAD holds at each of those paths; nil where that is no file, and for all where there is no
  /// repository, no commit or no git.
  func head(_ paths: [RootPath]) -> [Bytes?] {
    guard case .success(let repository) = around() else { return paths.map { _ in nil } }
    return repository.head(paths[...])
  }

  /// The repository below the root that the file at `path` lies in, a submodule or a companion, with the file's path
  /// from its top on; nil, and the path as it is, where that is the one around the project.
  private func nested(_ path: RootPath) -> (path: RootPath, repository: GitRepository?) {
    guard let (git, folder) = Git.nested(above: path.folder, in: project, interrupt) else {
      return (path, nil)
    }
    let name = folder.path(below: git.top).map { $0.joined(path.fileName) } ?? path
    let outer = git.top.path(below: project.root.path) ?? .root
    return (name, GitRepository(git: git, inside: .root, outer: outer))
  }

  /// The repository that the file at `path` lies in, with its path from its top on, or from the root for the one around the project.
  private func repository(of path: RootPath) -> Result<
    (path: RootPath, repository: GitRepository), Failure
  > {
    let (name, nested) = self.nested(path)
    return (nested.map { .success($0) } ?? around()).map { (name, $0) }
  }

  /// The top of the repository inside the project that the file at `path` lies in; nil for the one around it.
  func nestedRepository(of path: RootPath) -> RootPath? { nested(path).repository?.outer }

  func around() -> Result<GitRepository, Failure> {
    switch Git.around(project, interrupt) {
    case .success(let git):
      .success(GitRepository(git: git, inside: project.root.path.path(below: git.top) ?? .root))
    case .failure(.repository): .failure(.noRepository)
    case .failure(.program): .failure(.toolMissing)
    }
  }
}
