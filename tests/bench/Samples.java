import java.util.Arrays;

/** Measured values of one thing: their median, and how far they spread. */
record Samples(double[] values) {
  double median() {
    return quantile(0.5);
  }

  double quantile(double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (part == 0.5 && sorted.length % 2 == 0) {
      return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
  }

  double least() {
    return quantile(0);
  }

  double most() {
    return quantile(1);
  }

  double mean() {
    return Arrays.stream(values).average().orElseThrow();
  }
}
