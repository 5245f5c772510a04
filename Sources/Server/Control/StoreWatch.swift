#if os(Linux)
/// Tells when a deployment store has changed.
final class StoreWatch {
    func start() {}
}
#endif
