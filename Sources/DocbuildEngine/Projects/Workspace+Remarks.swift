import DocbuildCore
import Glibc

extension Workspace {
  /// The warnings that earlier builds told; nil when they are damaged.
  static func remarks(of project: Project) -> KeptRemarks? {
    let path = project.root.path.joined(Bytes(".docbuild".utf8)).joined(KeptRemarks.fileName)
    switch Descriptor.open(path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK) {
    case .failure: return KeptRemarks()
    case .success(let opened):
      guard let status = opened.status, status.st_mode & S_IFMT == S_IFREG,
        case .success(let bytes?) = opened.readAll(limit: 1 << 30, sizeHint: Int(status.st_size))
      else { return nil }
      return KeptRemarks(bytes)
    }
  }

  /// Stores the warnings of documents that are up to date.
  func store(_ remarks: KeptRemarks) throws {
    let path = folder.joined(KeptRemarks.fileName)
    if remarks.isEmpty {
      _ = path.withCString { unlink($0) }
    } else {
      try OutputFile.replace(path, withBytes: remarks.stored)
    }
  }
}
