import DocbuildCore
import Glibc

/// Repositories below the root: submodules, and companions that were cloned into the tree.
extension Git {
  /// git for the work tree below the root that `folder` lies in, with the folder's real path; nil
  /// where that is the work tree of the project, or where it can't be trusted to hold all that it reads.
  static func nested(above folder: RootPath, in project: Project, _ interrupt: Interrupt) -> (
    git: Git, folder: AbsolutePath
  )? {
    guard project.root.memory == nil, !folder.isRoot else { return nil }
    // What is gone today may have been there at the revision: the nearest folder that is there decides.
    var (there, gone) = (project.root.path.joined(folder), Bytes())
    while there != project.root.path, there.real == nil {
      (there, gone) = (there.folder, there.fileName.joined(gone))
    }
    guard let real = there.real, let top = real.workTree, top != project.root.path,
      top.below(project.root.path) != nil, top.holdsItsRepository,
      let program = project.program("git")
    else { return nil }
    return (Git(program: program, top: top, interrupt: interrupt), real.joined(gone))
  }
}

extension AbsolutePath {
  /// Whether the work tree's repository lies in it, or is that of a submodule in the repository of the work tree around it,
  /// and takes nothing from elsewhere: an archive may bring a `.git` that leads to another repository of the user's.
  fileprivate var holdsItsRepository: Bool {
    guard let repository = repositoryFolder, let own = repository.real else { return false }
    let isInside = own == joined(Bytes(".git".utf8)) && repository.linkTarget == nil
    guard isInside || lies(in: folder.workTree?.repositoryFolder?.real, own) else { return false }
    let shared = ["objects/info/alternates", "commondir"].map { own.joined(Bytes($0.utf8)) }
    let parts = ["objects", "objects/pack", "refs"].map { own.joined(Bytes($0.utf8)) }
    return !shared.contains { $0.isThere } && !parts.contains { $0.linkTarget != nil }
  }

  private func lies(in around: AbsolutePath?, _ repository: AbsolutePath) -> Bool {
    guard let modules = around?.joined(Bytes("modules".utf8)).real else { return false }
    return repository.below(modules)?.isEmpty == false
  }

  /// Where the repository of the work tree at this path is: `.git`, or what the file of that name says
  /// (gitrepository-layout(5)); nil where there is none.
  private var repositoryFolder: AbsolutePath? {
    let git = joined(Bytes(".git".utf8))
    if git.isFolder { return git }
    guard
      case .success(let file) = Descriptor.open(git, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY),
      case .success(let text?) = file.readAll(limit: 1 << 12, sizeHint: 256)
    else { return nil }
    let sign = Bytes("gitdir: ".utf8)
    guard text.starts(with: sign) else { return nil }
    return AbsolutePath(
      Bytes(text.dropFirst(sign.count).prefix { $0 != UInt8(ascii: "\n") }), in: self)
  }
}
