package dev.parley.server.cli;

/** {@code parley serve}. */
final class ServeCommand extends Command {
    private final ServeAction action;
    private final Settings settings;

    ServeCommand(ServeAction action, Settings settings) {
        this.action = action;
        this.settings = settings;
    }

    @Override
    public Integer call() throws Exception {
        return action.run(settings.read(parsed()), out());
    }
}
