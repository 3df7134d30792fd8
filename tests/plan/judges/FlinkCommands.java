package org.apache.flink.client.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.apache.flink.api.common.JobID;

/** Reads command lines of flink as its own client does: a line of stdin each, words apart by tabs; writes what is wrong with each. */
public final class FlinkCommands {
    private static Options optionsOf(String action) throws CliArgsException {
        switch (action) {
        case "run":
            return CliFrontendParser.getRunCommandOptions();
        case "stop":
            return CliFrontendParser.getStopCommandOptions();
        case "savepoint":
            return CliFrontendParser.getSavepointCommandOptions();
        case "cancel":
            return CliFrontendParser.getCancelCommandOptions();
        case "list":
            return CliFrontendParser.getListCommandOptions();
        default:
            throw new CliArgsException("no action " + action);
        }
    }

    private static void check(String[] words) throws Exception {
        String action = words[0];
        CommandLine line = CliFrontendParser.parse(
                optionsOf(action), Arrays.copyOfRange(words, 1, words.length), action.equals("run"));
        String[] rest = line.getArgs();
        if (action.equals("run")) {
            CliFrontendParser.createSavepointRestoreSettings(line);
            if (rest.length == 0 || rest[0].startsWith("-")) {
                throw new CliArgsException("no JAR, but " + Arrays.toString(rest));
            }
        } else if (action.equals("list")) {
            if (rest.length != 0) {
                throw new CliArgsException("what is " + Arrays.toString(rest));
            }
        } else {
            JobID.fromHexString(rest[0]);
            if (rest.length > (action.equals("savepoint") ? 2 : 1)) {
                throw new CliArgsException("what is " + Arrays.toString(rest));
            }
        }
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                check(line.split("\t"));
                System.out.println();
            } catch (Exception e) {
                System.out.println(String.valueOf(e).replaceAll("\\s+", " "));
            }
        }
    }
}
