package org.kohsuke.stapler;

import java.util.List;

public interface StaplerRequest2 {
    String getParameter(String name);

    String getRestOfPath();

    <T> List<T> bindJSONToList(Class<T> type, Object src);
}
