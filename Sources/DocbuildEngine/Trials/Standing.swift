import DocbuildCore

/// Where a shell stands.
struct Standing: Sendable {
  /// For a message: behind "its shell stands in".
  let text: String
  /// Whether it stands where it started.
  let isStart: Bool

  /// Names `path`, a shell's own word for where it stands, by the fresh folder that it belongs to.
  init(_ path: Bytes, in folder: FreshFolder, copying start: RootPath) {
    let copy =
      start.isRoot ? "a copy of the project's root" : "a copy of the folder '\(start.text)'"
    isStart = path == folder.work.bytes
    if isStart {
      text = copy
    } else if let below = path.below(folder.work.bytes) {
      text = "'\(below.text)' in \(copy)"
    } else {
      text = "'\(path.text)'"
    }
  }
}
