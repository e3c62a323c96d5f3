import DocbuildCore
import Glibc

extension Workspace {
  /// The warnings that earlier builds told; nil when they are damaged.
  static func remarks(of project: Project) throws(SystemError) -> KeptRemarks? {
    let (bytes, isDamaged) = try bytes(of: KeptRemarks.fileName, in: project.root)
    if isDamaged { return nil }
    return bytes.map { KeptRemarks($0) } ?? KeptRemarks()
  }

  /// Stores the warnings of documents that are up to date.
  func store(_ remarks: KeptRemarks) throws {
    if remarks.isEmpty {
      remove(KeptRemarks.fileName)
    } else {
      try replace(KeptRemarks.fileName, withBytes: remarks.stored)
    }
  }
}
