{{- define "opampsupervisor.name" -}}
{{- /* A Service takes no longer name. */ -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}{{ end -}}
{{- end }}

{{- define "opampsupervisor.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "opampsupervisor.labels" -}}
{{ include "opampsupervisor.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "opampsupervisor.secret" -}}
{{- if .Values.opamp.existingSecret }}{{ .Values.opamp.existingSecret }}{{ else if .Values.opamp.authorization }}{{ include "opampsupervisor.name" . }}{{ end -}}
{{- end }}

{{- /* supervisor.yaml: what the chart knows, then what the values say. */ -}}
{{- define "opampsupervisor.config" -}}
{{- $server := dict "endpoint" .Values.opamp.endpoint -}}
{{- if include "opampsupervisor.secret" . -}}
{{- $_ := set $server "headers" (dict "Authorization" "${env:OPAMP_AUTHORIZATION}") -}}
{{- end -}}
{{- $attributes := dict "k8s.node.name" "${env:K8S_NODE_NAME}" "k8s.namespace.name" "${env:K8S_NAMESPACE}" -}}
{{- $agent := dict "executable" "/usr/bin/otelcol-contrib" "passthrough_logs" true "description" (dict "non_identifying_attributes" $attributes) -}}
{{- if .Values.collector -}}
{{- $_ := set $agent "config_files" (list "/etc/opampsupervisor/collector.yaml") -}}
{{- end -}}
{{- $config := dict
  "server" $server
  "capabilities" (dict "accepts_remote_config" true "reports_remote_config" true "accepts_restart_command" true)
  "agent" $agent
  "healthcheck" (dict "endpoint" ":13133")
  "storage" (dict "directory" "/var/lib/otelcol/supervisor")
-}}
{{- toYaml (mergeOverwrite $config (deepCopy .Values.supervisor)) -}}
{{- end }}

{{- define "opampsupervisor.pod" -}}
metadata:
  labels:
    {{- include "opampsupervisor.selector" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # A configuration that changes brings new pods.
    checksum/config: {{ include (print $.Template.BasePath "/configmap.yaml") . | sha256sum }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: {{ int64 .Values.terminationGracePeriodSeconds }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .Values.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    seccompProfile:
      type: RuntimeDefault
  {{- if eq .Values.mode "daemonset" }}
  initContainers:
    - name: storage
      image: {{ .Values.persistence.chownImage }}
      command: [chown, "10001:10001", /storage]
      securityContext:
        runAsNonRoot: false
        runAsUser: 0
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
          add: [CHOWN]
      volumeMounts:
        - name: storage
          mountPath: /storage
  {{- end }}
  containers:
    - name: opampsupervisor
      image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      env:
        {{- if include "opampsupervisor.secret" . }}
        - name: OPAMP_AUTHORIZATION
          valueFrom:
            secretKeyRef:
              name: {{ include "opampsupervisor.secret" . }}
              key: authorization
        {{- end }}
        - name: K8S_NODE_NAME
          valueFrom:
            fieldRef:
              fieldPath: spec.nodeName
        - name: K8S_NAMESPACE
          valueFrom:
            fieldRef:
              fieldPath: metadata.namespace
        {{- with .Values.env }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        - name: health
          containerPort: 13133
        {{- range .Values.ports }}
        - name: {{ .name }}
          containerPort: {{ .port }}
        {{- end }}
      startupProbe:
        httpGet:
          path: /readyz
          port: health
        periodSeconds: 2
        failureThreshold: 30
      livenessProbe:
        httpGet:
          path: /livez
          port: health
        periodSeconds: 10
      readinessProbe:
        httpGet:
          path: /collectorz
          port: health
        periodSeconds: 10
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - name: config
          mountPath: /etc/opampsupervisor
          readOnly: true
        - name: storage
          mountPath: /var/lib/otelcol/supervisor
        - name: tmp
          mountPath: /tmp
        {{- with .Values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: config
      configMap:
        name: {{ include "opampsupervisor.name" . }}
    - name: storage
      {{- if eq .Values.mode "daemonset" }}
      hostPath:
        path: {{ .Values.persistence.hostPath }}
        type: DirectoryOrCreate
      {{- else if .Values.persistence.enabled }}
      persistentVolumeClaim:
        claimName: {{ include "opampsupervisor.name" . }}
      {{- else }}
      emptyDir: {}
      {{- end }}
    - name: tmp
      emptyDir: {}
    {{- with .Values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
