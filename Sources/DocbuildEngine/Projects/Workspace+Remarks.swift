import DocbuildCore
import Glibc

extension Workspace {
  /// The warnings that earlier builds told; nil when they are damaged.
  static func remarks(of project: Project) throws(SystemError) -> KeptRemarks? {
    let (bytes, isDamaged) = try bytes(of: KeptRemarks.fileName, at: project.root.path)
    if isDamaged { return nil }
    return bytes.map { KeptRemarks($0) } ?? KeptRemarks()
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
