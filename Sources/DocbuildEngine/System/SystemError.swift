import Glibc

/// The machine's trouble: a system call failed. The run ends with exit code 2.
package struct SystemError: Error, Sendable {
  /// What was attempted, as in "cannot read".
  package let action: String
  /// The file's name as the user would write it.
  package let path: String
  /// The `errno`.
  package let code: Int32

  /// What could not be done to a path, for the reason of an errno.
  package init(_ action: String, _ path: String, _ code: Int32 = errno) {
    self.action = action
    self.path = path
    self.code = code
  }

  /// One line for a person.
  package var message: String { "\(action) '\(path)': \(reason)" }

  /// The system's own words for the code.
  package var reason: String { systemMessage(code) }
}

/// The system's words for an `errno`.
func systemMessage(_ code: Int32) -> String {
  if code == ELOOP { return "its symbolic links lead round in a circle, or are more than 40" }
  return String(cString: strerror(code)).lowercased()
}
