/** AWS as the engine sees it: clients, endpoint overrides, the table of calls, and errors turned into messages. */
package io.jenkins.plugins.monai.engine.aws;
