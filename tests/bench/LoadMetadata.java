import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;

/** Prints the seconds of the first and of the fastest load of a _metadata by Flink itself. */
public class LoadMetadata {
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]).toAbsolutePath();
        double first = 0;
        double best = Double.MAX_VALUE;
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            long begin = System.nanoTime();
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
                Checkpoints.loadCheckpointMetadata(in, LoadMetadata.class.getClassLoader(), file.getParent().toString());
            }
            double took = (System.nanoTime() - begin) / 1e9;
            first = i == 0 ? took : first;
            best = Math.min(best, took);
        }
        System.out.printf(java.util.Locale.ROOT, "%.6f %.6f%n", first, best);
    }
}
