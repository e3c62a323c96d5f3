import DocbuildCore
import DocbuildEngine
import Glibc

extension Session {
  /// What a command that runs once is given, by the machine's clock.
  init(of project: Project, _ interrupt: Interrupt = Interrupt()) {
    self.init(project, clock: .machine, interrupt: interrupt)
  }
}

extension Environment {
  /// That of this process.
  static let process = Environment(
    variable: { name in getenv(name).map { String(cString: $0) } },
    folder: {
      if let found = realPath(".") { return found }
      if errno == ENOENT { return nil }
      throw SystemError("cannot find", ".")
    },
    program: { realPath("/proc/self/exe")?.folder })

  /// The path without links; nil, with `errno` set, when it can't be had.
  private static func realPath(_ path: String) -> AbsolutePath? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return AbsolutePath(Bytes(UnsafeRawBufferPointer(start: found, count: strlen(found))))
  }
}

extension WallClock {
  /// The machine's.
  static let machine = WallClock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

/// Whether a path that the user wrote leads to something, links followed.
func leadsSomewhere(_ path: Bytes) -> Bool {
  (try? Environment.process.absolute(path).exists) ?? false
}
