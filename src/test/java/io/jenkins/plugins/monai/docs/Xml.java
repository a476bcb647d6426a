package io.jenkins.plugins.monai.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Forms and their help, which are well-formed XML. */
final class Xml {

    private Xml() {}

    static Element read(InputStream in) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    static List<Node> nodes(Element element) {
        return IntStream.range(0, element.getChildNodes().getLength())
                .mapToObj(element.getChildNodes()::item)
                .toList();
    }

    static List<Element> children(Element element) {
        return nodes(element).stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }
}
